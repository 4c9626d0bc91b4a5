import { describeTalks } from './talks.ts';

describeTalks('other-requests');
