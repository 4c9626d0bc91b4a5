import { describeTalks } from './talks.ts';

describeTalks('naming');
