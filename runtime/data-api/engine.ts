/** A value as PostgreSQL's text form, with the type it is bound as (an oid; 0 lets the server infer it). */
export type BoundValue = { oid: number; text: string | null };

/** Rows in PostgreSQL's text form; an array comes as an array of its elements. */
export type QueryResult = {
  columns: { name: string; oid: number }[];
  rows: (string | null | readonly unknown[])[][];
  affected: number;
};

/** One session of the database. Its calls do not overlap. */
export type Connection = {
  /** @throws {QueryError} what the database said against the statement. */
  query(sql: string, values: BoundValue[]): Promise<QueryResult>;
  /** Gives the session back; no transaction may be open in it. */
  release(): void;
};

/** A PostgreSQL behind the stand-in. */
export type Engine = {
  /** Waits for a free session. */
  connect(): Promise<Connection>;
  close(): Promise<void>;
};

/** An error of the database with its SQLSTATE. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly sqlState: string;
  constructor(sqlState: string, message: string) {
    super(message);
    this.sqlState = sqlState;
  }
}
