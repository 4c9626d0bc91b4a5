import { Badge } from '../../parts/outcome-badge.tsx';
import { calendarDate, clockTime } from '../../parts/times.ts';
import { offerOfProject } from './offers.ts';
import type { WidgetProps } from './widget.tsx';

type Item = WidgetProps<'projects'>['data']['items'][number];

export function ProjectsWidget({ data: { items }, offers, say }: WidgetProps<'projects'>) {
  return (
    <ul class="widget projects" aria-label="Projects">
      {items.map((item) => {
        const offer = offerOfProject(offers, item.number);
        return (
          <li key={item.number}>
            <div>
              <p>
                <strong>
                  {item.category} {item.type}
                </strong>{' '}
                <span class="muted">{item.number}</span>
              </p>
              <p class="muted">{[item.location, visit(item)].filter((part) => part !== null).join(' · ')}</p>
            </div>
            <StatusBadge status={item.status} />
            {offer !== null && (
              <button type="button" class="chip" onClick={() => say(offer)}>
                {offer}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}

export function ProjectFacts({ data: { item, technician, address, store } }: Pick<WidgetProps<'project'>, 'data'>) {
  const facts: [string, string | null][] = [
    ['Visit', visit(item)],
    ['Technician', technician],
    ['Address', address],
    ['Store', store],
    ['Location', item.location],
  ];
  return (
    <section class="widget facts" aria-label={`${item.category} ${item.type}`}>
      <p>
        <strong>
          {item.category} {item.type}
        </strong>{' '}
        <span class="muted">{item.number}</span> <StatusBadge status={item.status} />
      </p>
      <dl>
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}

function StatusBadge({ status }: { status: string }) {
  const tone = /scheduled|completed/i.test(status) ? 'good' : /ready/i.test(status) ? 'accent' : 'plain';
  return <Badge tone={tone}>{status}</Badge>;
}

function visit({ scheduled }: Item): string | null {
  if (scheduled === null) return null;
  return `${calendarDate(scheduled.date)}${scheduled.time === null ? '' : `, ${clockTime(scheduled.time)}`}`;
}
