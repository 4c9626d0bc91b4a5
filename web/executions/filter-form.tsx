import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ToolName } from '../../core/contracts/tool-call.ts';
import { INTENTS } from '../../core/intents.ts';
import type { ExecutionOutcome } from '../../runtime/inspector/contract.ts';
import { inWords } from '../parts/words.ts';
import { go } from '../shell/address.ts';
import { addressOf, type Filter, type Filters } from './filters.ts';

/** A text is looked for when the typing pauses this long. */
const PAUSE_MS = 300;

// Keys of records that the types hold complete: a new tool or outcome cannot be left out.
const TOOLS = Object.keys({
  list_projects: 0,
  select_project: 0,
  get_project_details: 0,
  get_business_hours: 0,
  get_available_dates: 0,
  get_time_slots: 0,
  select_date: 0,
  confirm_appointment: 0,
  cancel_appointment: 0,
  add_note: 0,
  get_weather: 0,
  reschedule_appointment: 0,
  get_appointment_status: 0,
  list_notes: 0,
  get_installation_address: 0,
  request_address_change: 0,
} satisfies Record<ToolName, 0>);
const OUTCOMES = Object.keys({
  running: 0,
  succeeded: 0,
  failed: 0,
  timed_out: 0,
  aborted: 0,
} satisfies Record<ExecutionOutcome, 0>);
const REPLAYS = ['none', 'only'];

/** Each change narrows the list at once, and the address with it. */
export function FilterForm({ filters }: { filters: Filters }) {
  const set = (name: Filter, value: string) => {
    const { [name]: _, ...others } = filters;
    go(addressOf(value === '' ? others : { ...others, [name]: value }), { replace: true });
  };
  const field = (name: Filter) => ({ name, value: filters[name] ?? '', set });
  return (
    <search>
      <form class="filters" aria-label="Filters" onSubmit={(event) => event.preventDefault()}>
        <Words label="Text" {...field('text')} />
        <Words label="Customer" {...field('customer')} short />
        <Choice label="Intent" options={Object.keys(INTENTS)} {...field('intent')} />
        <Choice label="Tool" options={TOOLS} {...field('tool')} />
        <Choice label="Outcome" options={OUTCOMES} {...field('outcome')} />
        <Choice label="Replays" options={REPLAYS} {...field('replays')} />
        <Words label="Slower than (ms)" digits short {...field('slower_than_ms')} />
        <Words label="Session" {...field('session')} short />
        {Object.keys(filters).length > 0 && (
          <a class="clear" href="/executions">
            Clear
          </a>
        )}
      </form>
    </search>
  );
}

type FieldProps = { label: string; name: Filter; value: string; set: (name: Filter, value: string) => void };

function Choice({ label, name, value, set, options }: FieldProps & { options: readonly string[] }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set(name, event.currentTarget.value)}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option} value={option}>
            {inWords(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Words({
  label,
  name,
  value,
  set,
  digits = false,
  short = false,
}: FieldProps & { digits?: boolean; short?: boolean }) {
  const id = useId();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // The address may be changed by the browser's own buttons too.
  useLayoutEffect(() => setText((written) => (written.trim() === value ? written : value)), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const onInput = (written: string) => {
    const typed = digits ? written.replace(/\D/g, '') : written;
    setText(typed);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => set(name, typed.trim()), PAUSE_MS);
  };
  return (
    <div class={short ? 'field short' : 'field'}>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode={digits ? 'numeric' : 'text'}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
