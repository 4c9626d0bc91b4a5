import { calendarDay, calendarWeekday, clockTime } from '../../parts/times.ts';
import type { WidgetProps } from './widget.tsx';

/** A visit as a leaf of a calendar. */
export function AppointmentWidget({ data: { project, date, time, status } }: Pick<WidgetProps<'appointment'>, 'data'>) {
  return (
    <section class="widget appointment" aria-label="Appointment">
      {date !== null && (
        <p class="date">
          <span class="muted">{calendarWeekday(date)}</span>
          <strong>{calendarDay(date)}</strong>
          {time !== null && <span>{clockTime(time)}</span>}
        </p>
      )}
      <p>
        <strong>
          {project.category} {project.type}
        </strong>
        <br />
        <span class="muted">
          {project.number} · {status}
        </span>
      </p>
    </section>
  );
}
