import { describeTalks } from './talks.ts';

describeTalks('booking');
describeTalks('availability');
describeTalks('booking-otherwise');
describeTalks('other-visits');
