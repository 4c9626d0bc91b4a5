import { describeTalks } from './talks.ts';

describeTalks('moving');
describeTalks('moving-otherwise');
describeTalks('cancelling');
describeTalks('once');
describeTalks('looked-into');
