import { Graph, layout } from '@dagrejs/dagre';
import type { Definition, DefinitionState } from '../../runtime/inspector/contract.ts';

/** `choice`: one of a Choice's ways; `catch`: after a failure. */
export type EdgeKind = 'next' | 'choice' | 'catch';
export type Point = { x: number; y: number };
export type PlacedEdge = { from: string; to: string; kind: EdgeKind; points: Point[] };
/** `x`, `y`: the upper left corner. `inner`: what a Map runs for each item, placed within it. */
export type PlacedState = {
  name: string;
  type: string;
  isStart: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
  inner: Placed | null;
};
export type Placed = { width: number; height: number; states: PlacedState[]; edges: PlacedEdge[] };

type Machine = Pick<Definition, 'StartAt' | 'States'>;

const HEIGHT = 44;
const LETTER = 8;
const PADDING = 44;
/** Room within a Map: above for its name, and around. */
const HEAD = 46;
const INSET = 12;

/** The ways out of a state, each target once: the plainest way counts. */
export function waysOut(state: DefinitionState): { to: string; kind: EdgeKind }[] {
  const ways: { to: string; kind: EdgeKind }[] = [];
  const add = (to: string | undefined, kind: EdgeKind) => {
    if (to !== undefined && !ways.some((way) => way.to === to)) ways.push({ to, kind });
  };
  add(state.Next, 'next');
  for (const { Next } of state.Choices ?? []) add(Next, 'choice');
  add(state.Default, 'choice');
  for (const { Next } of state.Catch ?? []) add(Next, 'catch');
  return ways;
}

/**
 * Places the states of a definition from top to bottom, and the ways between them; a Map's own states within the Map.
 *
 * @param isGone whether a way was gone. Ways after a failure that were not are left out, but for one to each state that no
 *   other way leads to: almost every state has one, and they would hide the others.
 */
export function placeStates({ StartAt, States }: Machine, isGone: (from: string, to: string) => boolean): Placed {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 24, edgesep: 12, marginx: 6, marginy: 6 });
  graph.setDefaultEdgeLabel(() => ({}));
  const inners = new Map<string, Placed>();
  for (const [name, state] of Object.entries(States)) {
    const inner = state.ItemProcessor === undefined ? null : placeStates(state.ItemProcessor, isGone);
    if (inner !== null) inners.set(name, inner);
    const width = Math.max(name.length * LETTER + PADDING, 96, (inner?.width ?? 0) + 2 * INSET);
    graph.setNode(name, { width, height: inner === null ? HEIGHT : inner.height + HEAD + INSET });
  }
  const all = Object.entries(States).flatMap(([from, state]) =>
    waysOut(state).flatMap(({ to, kind }) => (to in States ? [{ from, to, kind }] : [])),
  );
  const edges = all.filter(({ from, to, kind }) => {
    if (kind !== 'catch' || isGone(from, to)) return true;
    const others = all.filter((edge) => edge.to === to);
    return others.every((edge) => edge.kind === 'catch') && others.at(-1)?.from === from;
  });
  // What follows a failure bends around what happens every day, not the other way.
  for (const { from, to, kind } of edges) graph.setEdge(from, to, { weight: kind === 'catch' ? 1 : 4 });
  layout(graph);

  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    states: Object.entries(States).map(([name, { Type }]) => {
      const node = graph.node(name);
      return {
        name,
        type: Type,
        isStart: name === StartAt,
        x: node.x - node.width / 2,
        y: node.y - node.height / 2,
        width: node.width,
        height: node.height,
        inner: inners.get(name) ?? null,
      };
    }),
    edges: edges.map((edge) => ({ ...edge, points: graph.edge(edge.from, edge.to).points ?? [] })),
  };
}

/** Where a Map's own states begin within it. */
export const innerCorner = ({ x, y, width, inner }: PlacedState): Point => ({
  x: x + (width - (inner?.width ?? 0)) / 2,
  y: y + HEAD,
});
