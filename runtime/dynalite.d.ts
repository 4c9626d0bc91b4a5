declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** A DynamoDB over LevelDB: on disk under `path`, in memory without it. */
  export default function dynalite(options: {
    path?: string;
    createTableMs?: number;
    updateTableMs?: number;
    deleteTableMs?: number;
  }): Server;
}
