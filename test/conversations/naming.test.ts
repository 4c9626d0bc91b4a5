import { describeTalks } from './talks.ts';

describeTalks('naming');
describeTalks('many-projects');
describeTalks('open-questions');
