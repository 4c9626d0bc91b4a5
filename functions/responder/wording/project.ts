import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import { repeat, type Speech } from '../speech.ts';

/** "Flooring Installation": category and type as PF360 has them; spoken in small letters, initials kept. */
export function kindOf(
  { category, type }: Pick<ProjectRef, 'category' | 'type'>,
  speech: Pick<Speech, 'channel'>,
): string {
  const parts = [category, type].map((part) => repeat(part, 'name', speech)).filter((part) => part !== '');
  const name = [...new Set(parts)].join(' ') || 'project';
  return speech.channel === 'voice' ? name.replace(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase()) : name;
}

/** "Flooring Installation (order 41001_1)"; spoken without the number. The location follows for who has several. */
export function nameOf(project: ProjectRef, speech: Pick<Speech, 'channel'>): string {
  const kind = kindOf(project, speech);
  const number = repeat(project.number, 'name', speech);
  const named = speech.channel === 'voice' || number === '' ? kind : `${kind} (order ${number})`;
  const location = project.location === null ? '' : repeat(project.location, 'name', speech);
  return location === '' ? named : `${named} at ${location}`;
}

/** Names in the order of the items; those alike in category, type and location also tell their place. */
export function namesOf(items: readonly ProjectView[], speech: Pick<Speech, 'channel'>): string[] {
  const likeness = ({ category, type, location }: ProjectView): string =>
    [category, type, location ?? ''].join('\n').toLowerCase();
  const seen = new Map<string, number>();
  for (const item of items) seen.set(likeness(item), (seen.get(likeness(item)) ?? 0) + 1);
  return items.map((item) => {
    const name = nameOf(item, speech);
    const place = (seen.get(likeness(item)) ?? 0) > 1 ? placeOf(item, speech) : '';
    return place === '' ? name : `${name}, ${place}`;
  });
}

/** "412 Heron Way, Tampa", as far as known. */
const placeOf = ({ street, city }: ProjectView, speech: Pick<Speech, 'channel'>): string =>
  [street, city]
    .map((part) => (part === null ? '' : repeat(part, 'name', speech)))
    .filter((part) => part !== '')
    .join(', ');
