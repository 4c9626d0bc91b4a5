import { describeTalks } from './talks.ts';

describeTalks('other-requests');
describeTalks('several-requests');
