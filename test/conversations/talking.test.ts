import { describeTalks } from './talks.ts';

describeTalks('talking');
describeTalks('second-thoughts');
describeTalks('channels');
describeTalks('labels');
describeTalks('slips');
describeTalks('whole-talks');
