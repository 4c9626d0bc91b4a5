import { STAGES, type StageName } from '../../lib/stages.ts';
import { type Resource, type StackTemplate, templatesOf } from '../../scripts/synthesis.ts';

type Templates = ReturnType<typeof templatesOf>;
const made = new Map<StageName, Templates>();

/** The two templates of a stage, made once in a test file. */
export function synthesized(name: StageName): Templates {
  const known = made.get(name) ?? templatesOf(STAGES[name]);
  made.set(name, known);
  return known;
}

/** The resources of one type: their logical ids and properties. */
export const resourcesOf = (template: StackTemplate, type: string): [id: string, properties: Properties][] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => [id, (resource.Properties ?? {}) as Properties]);

type Whole = Resource & { Properties: Properties; DeletionPolicy?: string; UpdateReplacePolicy?: string };

/** The one resource of a type. */
export function only(template: StackTemplate, type: string): Whole {
  const found = Object.values(template.Resources).filter((resource) => resource.Type === type);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0] as Whole;
}

// biome-ignore lint/suspicious/noExplicitAny: a template is as deep as CloudFormation is.
export type Properties = Record<string, any>;
