import { describeTalks } from './talks.ts';

describeTalks('naming');
describeTalks('many-projects');
