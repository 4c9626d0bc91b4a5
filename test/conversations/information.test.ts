import { describeTalks } from './talks.ts';

describeTalks('information');
describeTalks('projects');
describeTalks('notes-and-address');
