import { describeTalks } from './talks.ts';

describeTalks('lagging');
