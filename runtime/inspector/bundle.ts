import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Bundle = { html: string; script: string; style: string; icon: string };

export type PageBundle = {
  /** The pages' files; built when they are first asked for. @throws Error they do not build: the next one tries again. */
  get(): Promise<Bundle>;
};

/**
 * The local pages as one script and one stylesheet. Nothing is written to disk.
 *
 * @param folder The pages' sources: `app.tsx`, `app.css`, `index.html`, `favicon.svg`.
 */
export function createPageBundle(folder: string): PageBundle {
  let made: Promise<Bundle> | undefined;
  return {
    get() {
      made ??= build(folder).catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      return made;
    },
  };
}

async function build(folder: string): Promise<Bundle> {
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  const [html, icon] = await Promise.all([text('index.html'), text('favicon.svg')]);
  // Loaded here alone: an assistant whose pages nobody opens does without.
  const esbuild = await import('esbuild');
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(folder, 'app.tsx'), join(folder, 'app.css')],
    outdir: folder,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['chrome111', 'firefox114', 'safari16.4'],
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'none',
    logLevel: 'silent',
  });
  // Its process would stay beside this one, for a build that never comes.
  await esbuild.stop();
  const made = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { html, icon, script: made('app.js'), style: made('app.css') };
}
