import { calendarDate, calendarDay, clockTime } from '../../parts/times.ts';
import { offerOfDate, offerOfTime } from './offers.ts';
import type { WidgetProps } from './widget.tsx';

export function DatesWidget({ data: { items, project }, offers, say }: WidgetProps<'dates'>) {
  return (
    <ul class="widget tiles" aria-label={`Open dates, ${project.category} ${project.type}`}>
      {items.map(({ date, weekday }) => (
        <Tile key={date} offer={offerOfDate(offers, date)} say={say}>
          <span class="muted">{weekday},</span> <strong>{calendarDay(date)}</strong>
        </Tile>
      ))}
    </ul>
  );
}

export function TimesWidget({ data: { items, project, date }, offers, say }: WidgetProps<'time_slots'>) {
  return (
    <ul class="widget tiles" aria-label={`Open times on ${calendarDate(date)}, ${project.category} ${project.type}`}>
      {items.map(({ time }) => (
        <Tile key={time} offer={offerOfTime(offers, time)} say={say}>
          <strong>{clockTime(time)}</strong>
        </Tile>
      ))}
    </ul>
  );
}

/** One that can be chosen is a button; one of an older reply only shows what was open then. */
function Tile({
  offer,
  say,
  children,
}: {
  offer: string | null;
  say: (message: string) => void;
  children: preact.ComponentChildren;
}) {
  return (
    <li>
      {offer === null ? (
        <span class="tile">{children}</span>
      ) : (
        <button type="button" class="tile" onClick={() => say(offer)}>
          {children}
        </button>
      )}
    </li>
  );
}
