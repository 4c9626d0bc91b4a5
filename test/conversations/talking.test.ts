import { describeTalks } from './talks.ts';

describeTalks('talking');
describeTalks('channels');
