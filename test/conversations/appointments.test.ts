import { describeTalks } from './talks.ts';

describeTalks('moving');
describeTalks('cancelling');
describeTalks('once');
