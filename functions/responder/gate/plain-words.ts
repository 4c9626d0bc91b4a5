import type { Act } from '../../../core/contracts/act.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((word) => word !== ''));

/**
 * Words, without regular endings, that state nothing about anybody's business by themselves: grammar, manners, feelings, and
 * ways to point at what a reply shows. Any statement may use them; whatever else it says has to be in the draft.
 */
export const HARMLESS_WORDS: ReadonlySet<string> = words(`
a an the this that these those it its i me my mine we us our ours you your yours yourself he him his she her hers they
them their theirs one ones myself itself ourselves themselves somebody someone anybody anyone nobody everybody everyone
something anything nothing everything somewhere anywhere none other others another each both all either neither any some
every same such own else few several many much more most less least lot lots plenty bit little enough
and or but nor so yet if then than as because since though although while whereas whether unless until till once when
whenever where wherever why how which who whom whose what whatever whichever
of to in on at by for from with without into onto out over under up down off about above below after before between among
around across along through during within toward towards against per via near next beside besides behind beyond inside
ca wo sha ai ya is am are was were be been being have has had having do does did done doing can could will would shall should may might
must cannot ought ll ve re d m s t ain isn wasn aren weren don doesn didn hasn haven hadn wo won wouldn couldn shouldn
not no yes yeah yep nope too also only just even still already again ever yet now here there back away together instead
otherwise rather quite very really truly so such pretty fairly simply actually basically currently presently present
moment right left meanwhile afterwards later earlier sooner soon early ahead far close closer nearby exactly
approximately roughly perhaps maybe possibly probably
first second third last final finally initial another further following previous former latter
hi hello hey hiya howdy greeting morning afternoon evening day night today goodbye bye welcome thank thanks please
pleasure cheers sorry apology apologize apologise apologies excuse pardon regret unfortunately sadly afraid alas
oh ooh ah aha hm hmm uh um well okay ok alright sure certainly absolutely definitely course gladly indeed understood
happy glad pleased delighted thrilled excited good great nice lovely wonderful awesome fantastic terrific excellent
super cool neat fine best better perfect fair
frustrating frustrated frustration upset upsetting annoying annoyed annoyance disappointing disappointed disappoint
disappointment unpleasant unhappy angry hard tough rough bad awful terrible trouble inconvenience hassle mess
understandable understandably understand hear heard feel feeling felt bother worry worried stress stressful deserve
experience expect patience patient
see saw seen look looked find found show shown list listed tell told say said mention know knew known think thought
guess believe hope wish mean meant want need like love prefer choose chose chosen pick select decide go gone went
come came get got give gave given take took taken make made put let keep kept stay remain stand stood hold
start begin began begun help assist try turn happen sound seem appear follow include contain
read wait speak spoke talk chat ask answer reply check double doublecheck confirm remember remind mind matter
care point walk offer share bring
work suit fit match apply belong
question request information info detail answer idea option choice choose pick preference favorite suggestion
thing way kind sort case part side end beginning start rest list row overview summary picture recap rundown
sum short long quick brief full whole total complete entire single double pair couple number
number name word words
possible available open ready able different new old current original regular usual main important useful helpful
handy easy easily simple clear
able unable reach
sense reason point fact record records file
week weekday weekend month year hour minute day date time moment while
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
soonest earliest latest nearest closest lowest highest
at least most
luck lucky news
anytime whenever
enjoy rest
meantime case
except somewhat slightly mostly mainly partly
chat here
upcoming coming lined head heads sight exist mix mixup
none neither
vs etc
problem hand bet ago become worse worst fall bunch avoid mark catch interesting interested deal handle manage small large big
barely hardly nearly according future past ugh yay hooray hang tight quickly gentle gently kind kindly honest honestly frankly
curious confuse confused confusion guide guidance sake shape mood comfortable convenient convenience
recommendation bear stick figure rephrase repeat spell
zero one two three four five six seven eight nine ten eleven twelve
`);

/** Words for what an act is about, besides those that its draft happens to use. */
export const WORDS_OF: Readonly<Partial<Record<Act['act'], ReadonlySet<string>>>> = (() => {
  const project = 'account project order job work status schedule scheduling scheduled calendar visit appointment pick';
  const visit =
    'status visit appointment project order job work schedule scheduled calendar book booked set plan planned technician installer due slot window arrive come coming start begin finish end';
  const offer =
    'date day time slot opening open availability available schedule book visit appointment project order job work choose free room space week morning afternoon evening start spot calendar closest nearest possible weekend';
  const write =
    'visit appointment booking book booked schedule scheduled calendar set confirm confirmed confirmation project order job work open available free go ahead place address location slot change';
  const forecast = 'weather forecast temperature predict prediction degree percent outdoor outside condition work';
  const office = 'office open close closed hour weekday weekend reopen shut business day week catch';
  const reach = 'person people staff team call reach phone number';
  const note = 'note write wrote written save saved leave left put add added project from record memo';
  const all: Partial<Record<Act['act'], string>> = {
    greet: 'scheduling assistant customer',
    help: 'project visit appointment note date time weather office hour address',
    goodbye: 'visit appointment booking project confirmation confirm write again',
    out_of_scope: 'place scheduling schedule area lane field scope handle outside beyond',
    show_projects: `${project} date yet going location`,
    no_projects: `${project} wrong`,
    show_project: `${visit} store duration take last hour address assign assigned responsible location`,
    ask_project: project,
    offer_dates: `${offer} ${forecast}`,
    no_dates: offer,
    date_problem: `${offer} past pass`,
    offer_times: offer,
    no_times: offer,
    ask_confirmation: write,
    confirm_clearly: write,
    ask_reason: 'office cancel canceling cancelling cancellation visit appointment project reason',
    ask_note_text: note,
    ask_address: 'address street city correct right house location place',
    ask_cancel_or_move: 'cancel move reschedule visit appointment project',
    write_result: `${write} wrong trial run cancel canceled cancelled cancellation move moved reschedule note save saved add added reason change send sent office request review final release correction correct address`,
    declined: 'visit appointment note booking change cancel move book leave as',
    okay: 'change',
    nothing_pending: 'wait pending',
    pending_expired: 'visit appointment booking book change cancel move act expire answer wait',
    show_appointment: visit,
    no_appointment: `${project} appointment yet date`,
    no_appointments: project,
    already_scheduled: `${visit} move reschedule change`,
    not_allowed: `${project} book move cancel allow`,
    not_schedulable: `${project} book office`,
    ended_project: `${project} finish finished complete completed cancel canceled close closed new`,
    show_hours: office,
    show_weather: `${forecast} cover visit appointment scheduled`,
    no_weather: 'cover weather forecast place city town map find far service',
    show_address: 'address street house city location place project job order on file',
    show_notes: note,
    handoff: `${office} ${reach} note callback call leave`,
    failure: 'wrong system scheduling load reach answer respond try later connect fail work',
    clarify: '',
    resume: 'project date time visit book choose where leave off continue',
  };
  return Object.fromEntries(Object.entries(all).map(([act, text]) => [act, words(text)]));
})();

/** Words for the sky and the air: with a forecast only. */
export const SKY_WORDS: ReadonlySet<string> = words(`
sun sunny sunshine cloud cloudy sky skies rain rainy rainfall wet dry drier storm stormy thunder thunderstorm snow snowy fog foggy mist
misty wind windy breeze breezy calm light clear shower drizzle overcast chance umbrella high low
`);

/** Words for the same thing: who may use one of a row may use all. */
export const SAME: readonly ReadonlySet<string>[] = [
  'visit appointment booking slot',
  'project order job',
  'person human',
  'cancel cancellation',
  'move reschedule change shift switch postpone swap',
  'book schedule reserve set arrange plan booking',
  'open available free opening availability',
  'day date',
  'time slot opening window hour',
  'technician installer person',
  'save add write put record note',
  'office business',
  'finish complete done',
  'correct right fix correction',
  'weather forecast',
  'taken gone snapped',
  'send submit pass',
  'place location address',
  'expire late long',
  'morning noon midday lunch',
  'installation install',
  'replacement replace',
  'measurement measure',
  'repair fix',
  'change unchanged',
].map(words);

/**
 * Words that are business, and nobody's to bring up: money, people and firms, ways to be reached, goods on their way, rules and
 * rights. They need the draft or the act's own subject even in a question; "I can't help with …" may name them.
 */
export const BUSINESS_WORDS: ReadonlySet<string> = words(`
money dollar cent cost price fee charge rate deposit payment pay paid payable bill invoice refund refundable discount coupon
credit cash card financing finance loan tax tip quote estimate balance debt due overdue free gratis complimentary
compensation reimburse reimbursement penalty surcharge budget cheap cheaper expensive sale deal special bonus gift voucher
crew team manager supervisor owner boss colleague specialist expert representative agent operator dispatcher contractor
subcontractor supplier vendor manufacturer warehouse department sales billing accounting inspector engineer customer neighbor
email mail text message sms phone telephone call callback voicemail letter brochure link website portal app survey fax
notify notification alert reminder update
deliver delivery ship shipment shipping material part product stock inventory backorder tool equipment sample
permit license licensed insurance insured warranty guarantee guaranteed certified certificate contract policy law legal
deadline priority waitlist queue holiday
damage repair replace replacement upgrade
doctor police emergency gas
`);
