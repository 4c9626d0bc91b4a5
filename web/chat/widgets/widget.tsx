import type { ReplyData } from '../../../core/contracts/answer.ts';
import { capitalized } from '../../parts/words.ts';
import { AppointmentWidget } from './appointment.tsx';
import { DatesWidget, TimesWidget } from './open-times.tsx';
import { ProjectFacts, ProjectsWidget } from './projects.tsx';
import { WeatherWidget } from './weather.tsx';

export type WidgetProps<Kind extends ReplyData['kind']> = {
  data: Extract<ReplyData, { kind: Kind }>;
  /** Quick replies that can still be given. */
  offers: readonly string[];
  say: (message: string) => void;
};

/** Draws what a reply shows. */
export function Widget({
  data,
  offers,
  say,
}: {
  data: ReplyData;
  offers: readonly string[];
  say: (m: string) => void;
}) {
  switch (data.kind) {
    case 'projects':
      return <ProjectsWidget data={data} offers={offers} say={say} />;
    case 'project':
      return <ProjectFacts data={data} />;
    case 'dates':
      return <DatesWidget data={data} offers={offers} say={say} />;
    case 'time_slots':
      return <TimesWidget data={data} offers={offers} say={say} />;
    case 'appointment':
      return <AppointmentWidget data={data} />;
    case 'weather':
      return <WeatherWidget data={data} />;
    case 'notes':
      return (
        <ul class="widget notes" aria-label="Notes">
          {data.items.map(({ text, author, created_at }) => (
            <li key={`${created_at}${text}`}>
              <p class="said">{text}</p>
              <p class="muted">{[author, created_at].filter((part) => part !== null).join(' · ')}</p>
            </li>
          ))}
        </ul>
      );
    case 'hours':
      return (
        <table class="widget hours">
          <caption>Office hours, {data.timezone}</caption>
          <tbody>
            {data.items.map(({ day, open, close }) => (
              <tr key={day}>
                <th scope="row">{capitalized(day)}</th>
                <td>{open === null || close === null ? 'closed' : `${open} to ${close}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    case 'address':
      return (
        <p class="widget place">
          <span aria-hidden="true">⌖</span> {data.address ?? 'No address is known'}
        </p>
      );
  }
}
