/**
 * Classes of words that mean alike for the question "what does the customer want?": a weekday is a weekday.
 * The classifier sees a message both as written and with these words replaced by their class.
 */
const CLASSES = {
  weekday:
    'monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays',
  month:
    'january jan february feb march april apr june jun july jul august aug september sept sep october oct november nov december dec',
  relative_day: 'today tomorrow tonight yesterday',
  span: 'day days week weeks weekend weekends weekday weekdays month months fortnight year',
  holiday: 'christmas xmas thanksgiving easter halloween memorial labor independence juneteenth',
  part_of_day:
    'morning mornings afternoon afternoons evening evenings noon midday midnight noonish lunch lunchtime night am pm oclock daytime',
  number_word:
    'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty',
  ordinal_word:
    'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth last latter former',
  compared_time: 'earlier later sooner earliest latest soonest nearest',
  product:
    'floor floors flooring hardwood laminate lvp vinyl tile tiles tiling carpet carpets carpeting window windows door doors fence fencing roof roofing shingles gutter gutters siding deck decking cabinet cabinets countertop countertops counter counters granite quartz blind blinds shade shades shutter shutters drape drapes curtains bath bathroom bathrooms shower tub vanity toilet kitchen kitchens backsplash garage insulation patio porch pergola awning awnings railing railings stairs staircase trim baseboard baseboards molding closet closets mantel fireplace skylight skylights hvac furnace heater dishwasher appliance appliances faucet sink plumbing solar generator driveway pavers concrete paint painting wallpaper drywall ceiling attic basement hallway bedroom den',
  job: 'job jobs project projects order orders work works install installs installation installations measure measurement measurements measuring repair repairs remodel renovation replacement',
  visit: 'appointment appointments visit visits booking bookings reservation slot slots visitation consultation',
  crew: 'installer installers technician technicians tech techs crew crews guy guys worker workers man men team fitter fitters contractor contractors workmen tradesman tradesmen measurer carpenter plumber electrician roofer painter driver',
  person:
    'human person people representative rep reps agent operator supervisor manager somebody someone staff receptionist dispatcher lady gentleman employee',
  family:
    'husband wife mother father mom dad mum son daughter sister brother kid kids baby grandson neighbor neighbour tenant tenants landlord roommate partner boyfriend girlfriend fiance aunt uncle inlaws family spouse',
  pet: 'dog dogs cat cats puppy kitten bird parrot pet pets',
  money:
    'price prices pricing cost costs costly charge charges charged fee fees quote quotes estimate estimates invoice invoices bill bills billing billed receipt receipts payment payments pay paid paying deposit balance refund refunds refunded discount discounts coupon coupons finance financing loan credit rebate tax taxes dollars dollar bucks money cheaper cheap expensive afford owe financed',
  trouble:
    'damage damaged damages broke broken crack cracked cracks scratch scratched scratches leak leaks leaking leaked leaky dent dented chipped warped peeling loose stain stained defective fault faulty mold ruined complaint complain warranty warranties guarantee guaranteed claim insurance liable lawyer sue',
  product_advice:
    'recommend recommendation brand brands color colors colour material materials style styles stain waterproof maintenance clean cleaning grout underlayment thickness sealant better difference',
  weather:
    'weather rain rains raining rainy rained snow snows snowing snowy storm storms stormy forecast forecasts sunny sun wind winds windy hot cold humid humidity temperature temperatures temp temps degrees freezing freeze heat sleet hail thunder thunderstorm thunderstorms lightning hurricane tornado cloudy clouds drizzle drizzling pour pouring pours wet dry frost fog ice icy umbrella precipitation',
  address:
    'address addresses street st ave avenue road rd drive dr lane ln blvd boulevard court ct terrace way circle place pl unit suite apartment zip zipcode location located live lives living moved house home property condo building',
  note: 'note notes comment comments memo message instruction instructions remark remarks remember jot write written writing',
  office:
    'open opens opened opening close closes closed closing hours office offices showroom store business phones lines branch holiday holidays',
  schedule: 'schedule schedules scheduling book reserve calendar',
  move: 'reschedule rescheduled rescheduling move moved moving push pushed postpone postponed delay delayed change changed changing switch switched swap swapped shift shifted bump bumped rebook',
  drop: 'cancel cancels canceled cancelled canceling cancelling cancellation scrap scrapped drop nix abort withdraw withdrawing void remove axe undo',
  openness: 'available availability open opening openings free slot slots vacancy vacancies spot spots',
  agree:
    'yes yeah yep yup yea ya yah sure ok okay fine alright right correct absolutely definitely certainly indeed exactly affirmative perfect agreed confirmed confirm',
  refuse: 'no nope nah naw nay never negative neither none wrong',
  negation: 'not dont cant wont without',
  greet: 'hi hello hey hiya howdy greetings yo morning heya hola',
  thank: 'thank thanks appreciate appreciated grateful thankful gratitude cheers obliged kudos',
  part: 'bye goodbye cya farewell later goodnight ciao adios night',
  ask: 'what when where who which why how whose whom',
  modal: 'can could would will may might should shall must do does did is are was were am have has had',
  want: 'want need like love prefer wish hope looking trying',
} as const;

export type WordClass = keyof typeof CLASSES;

const CLASS_OF: ReadonlyMap<string, WordClass> = new Map(
  (Object.entries(CLASSES) as [WordClass, string][]).flatMap(([name, words]) =>
    words.split(' ').map((word): [string, WordClass] => [word, name]),
  ),
);

/** The class a word stands for, or null: the last list that names it wins. */
export function classOf(word: string): WordClass | null {
  return CLASS_OF.get(word) ?? null;
}
