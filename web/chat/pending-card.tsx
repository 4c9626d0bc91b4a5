import { useId } from 'preact/hooks';
import type { PendingActionView } from '../../core/contracts/answer.ts';
import { calendarDate, clockTime } from '../parts/times.ts';
import { useExpired } from './use-expired.ts';

/** What the customer is asked to say yes to, with all that will be written. Said or expired, it can no longer be used. */
export function PendingCard({
  action,
  isOpen,
  say,
}: {
  action: PendingActionView;
  /** The customer has said nothing since. */
  isOpen: boolean;
  say: (message: string) => void;
}) {
  const id = useId();
  const isExpired = useExpired(action.expires_at, isOpen);
  const isOff = !isOpen || isExpired;
  return (
    <section class={isOff ? 'pending off' : 'pending'} aria-labelledby={id}>
      <h2 id={id}>{titleOf(action)}</h2>
      <dl>
        {factsOf(action).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <button type="button" class="primary" disabled={isOff} onClick={() => say('Yes')}>
          Confirm
        </button>
        <button type="button" disabled={isOff} onClick={() => say('No')}>
          Not now
        </button>
        <p class="muted" role={isExpired && isOpen ? 'status' : undefined}>
          {!isOpen && 'Answered'}
          {isOpen && isExpired && 'Expired: ask again to see it anew'}
          {isOpen && !isExpired && `Nothing is written until you confirm. Open until ${untilText(action.expires_at)}.`}
        </p>
      </div>
    </section>
  );
}

function titleOf({ tool, address_change }: PendingActionView): string {
  const titles: Record<string, string> = {
    confirm_appointment: address_change === true ? 'Book this visit and correct the address' : 'Book this visit',
    reschedule_appointment: 'Give up this appointment to move it',
    cancel_appointment: 'Cancel this appointment',
    add_note: 'Save this note',
    request_address_change: 'Ask for this change of address',
  };
  return titles[tool] ?? 'Do this';
}

function factsOf(action: PendingActionView): [string, string][] {
  const { project, date, time, new_date, new_time, address, reason, note_text } = action;
  const facts: [string, string | null | undefined][] = [
    ['Project', `${project.category} ${project.type} (${project.number})`],
    [new_date === undefined ? 'When' : 'Given up', when(date, time)],
    ['New time', when(new_date, new_time)],
    ['Address', address],
    ['Reason', reason],
    ['Note', note_text],
  ];
  return facts.flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]]));
}

const when = (date: string | undefined, time: string | null | undefined): string | null =>
  date === undefined ? null : `${calendarDate(date)}${typeof time === 'string' ? `, ${clockTime(time)}` : ''}`;

/** The clock of the tenant, as the instant itself is written: `2026-11-22T13:39:17-05:00` → `1:39 PM`. */
const untilText = (expiresAt: string): string => clockTime(/T(\d\d:\d\d)/.exec(expiresAt)?.[1] ?? '00:00');
