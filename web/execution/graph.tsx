import { useMemo } from 'preact/hooks';
import type { Definition, StateVisit } from '../../runtime/inspector/contract.ts';
import { ScrollBox } from '../parts/scroll-box.tsx';
import { durationText } from '../parts/times.ts';
import { innerCorner, type Placed, type PlacedEdge, type PlacedState, placeStates } from './graph-layout.ts';
import { type Passage, passagesOf, passageText, wayName, waysGone } from './way.ts';

type Drawing = {
  passages: Map<string, Passage>;
  gone: Set<string>;
  selected: StateVisit | null;
  select: (visit: StateVisit) => void;
};

/**
 * The state machine with the way that a turn took through it. States that were come by can be chosen; a second choice of
 * the same one goes on to its next visit. Failures and retries have signs of their own, not only a color.
 */
export function StateGraph({
  definition,
  visits,
  selected,
  select,
}: {
  definition: Definition;
  visits: readonly StateVisit[];
  selected: StateVisit | null;
  select: (visit: StateVisit) => void;
}) {
  const drawing = useMemo(() => ({ passages: passagesOf(visits), gone: waysGone(visits) }), [visits]);
  const placed = useMemo(
    () => placeStates(definition, (from, to) => drawing.gone.has(wayName(from, to))),
    [definition, drawing],
  );
  const { width, height } = placed;
  return (
    <ScrollBox look="graph-box" label="State machine">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset */}
      <svg
        class="graph"
        role="group"
        aria-label="The state machine and the way the turn took"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
      >
        <defs>
          {['way', 'way gone', 'way failed'].map((name) => (
            <marker
              key={name}
              id={name.replace(' ', '-')}
              class={name}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="5.5"
              markerHeight="5.5"
              orient="auto"
            >
              <path d="M0 0.5L8 4L0 7.5z" />
            </marker>
          ))}
        </defs>
        <States placed={placed} x={0} y={0} drawing={{ ...drawing, selected, select }} />
      </svg>
    </ScrollBox>
  );
}

function States({ placed, x, y, drawing }: { placed: Placed; x: number; y: number; drawing: Drawing }) {
  const isGone = ({ from, to }: PlacedEdge) => drawing.gone.has(wayName(from, to));
  // The way taken lies over the others.
  const edges = [...placed.edges].sort((a, b) => Number(isGone(a)) - Number(isGone(b)));
  return (
    <g transform={`translate(${x} ${y})`}>
      {edges.map((edge) => (
        <Way key={wayName(edge.from, edge.to)} edge={edge} isGone={isGone(edge)} />
      ))}
      {placed.states.map((state) => (
        <StateNode key={state.name} state={state} drawing={drawing} />
      ))}
    </g>
  );
}

function Way({ edge: { points, kind }, isGone }: { edge: PlacedEdge; isGone: boolean }) {
  const name = isGone ? (kind === 'catch' ? 'way failed' : 'way gone') : 'way';
  return (
    <path
      class={`${name}${kind === 'catch' ? ' catch' : ''}`}
      d={curve(points)}
      marker-end={`url(#${name.replace(' ', '-')})`}
    />
  );
}

/** A smooth line: through the middles between its points, bent towards each. */
function curve(points: readonly { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = rest.slice(0, -1).map((point, at) => {
    const next = rest[at + 1] ?? last;
    const [x, y] = at === rest.length - 2 ? [next.x, next.y] : [(point.x + next.x) / 2, (point.y + next.y) / 2];
    return `Q${point.x} ${point.y} ${x} ${y}`;
  });
  return `M${first.x} ${first.y}${bends.length === 0 ? `L${last.x} ${last.y}` : bends.join('')}`;
}

function StateNode({ state, drawing }: { state: PlacedState; drawing: Drawing }) {
  const { name, type, x, y, width, height, inner, isStart } = state;
  const { passages, selected, select } = drawing;
  const passage = passages.get(name);
  const corner = innerCorner(state);
  const isSelected = selected?.state === name;
  const classes = ['state', type.toLowerCase(), passage === undefined ? 'missed' : lookOf(passage)];
  if (isSelected) classes.push('selected');
  const middle = x + width / 2;
  const title = inner === null && passage === undefined ? y + height / 2 + 4.5 : y + 19;

  const choose = () => {
    const own = passage?.visits ?? [];
    const at = own.findIndex((visit) => visit.name === selected?.name);
    const next = own[(at + 1) % own.length];
    if (next !== undefined) select(next);
  };
  const drawn = (
    <>
      <rect x={x} y={y} width={width} height={height} rx={type === 'Choice' ? height / 2 : 9} />
      {isStart && <circle class="start" cx={x + 12} cy={title - 4.5} r="3.5" />}
      <text x={middle} y={title} class="name">
        {name}
      </text>{' '}
      {passage !== undefined && (
        <text x={middle} y={y + 35} class="passage">
          {signsOf(passage)}
        </text>
      )}
    </>
  );
  return (
    <>
      {passage === undefined ? (
        <g class={classes.join(' ')}>{drawn}</g>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a drawing has no buttons of its own
        <g
          class={classes.join(' ')}
          role="button"
          // Preact writes it as it stands here, and in SVG the capital letter would be another attribute.
          tabindex={0}
          aria-pressed={isSelected}
          aria-label={`${name} ${signsOf(passage)}: ${passageText(passage)}`}
          onClick={choose}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            choose();
          }}
        >
          {drawn}
        </g>
      )}
      {inner !== null && <States placed={inner} x={corner.x} y={corner.y} drawing={drawing} />}
    </>
  );
}

function lookOf({ failures, retries, isRunning, visits }: Passage): string {
  if (isRunning) return 'running';
  const isLost = visits.some((visit) => visit.took_ms === null || visit.caught !== null);
  if (failures > 0 && isLost) return 'failed';
  return retries > 0 ? 'retried' : 'passed';
}

function signsOf({ visits, took_ms, retries, failures, isRunning }: Passage): string {
  const parts = [
    visits.length > 1 ? `×${visits.length}` : null,
    isRunning ? '…' : durationText(took_ms),
    retries > 0 ? `↻ ${retries}` : null,
    failures > 0 ? `✕ ${failures}` : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}
