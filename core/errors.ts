/**
 * Errors that the state machine and the front door know by name. Names are literals: bundlers rename classes.
 * The front door maps them to the contract's error table; see functions/front-door/problems.ts.
 */

/** The request is not of the agreed form; `field` names what is wrong. 400. */
export class InvalidRequestError extends Error {
  override readonly name = 'InvalidRequestError';
  readonly field: string;
  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}

/** A request body beyond the bound of 16 KiB. 413. */
export class RequestTooLargeError extends Error {
  override readonly name = 'RequestTooLargeError';
}

/** A `client_id` that the token does not hold. 403. */
export class LocationNotAllowedError extends Error {
  override readonly name = 'LocationNotAllowedError';
}

/** A session of another customer, or none. 404. */
export class SessionNotFoundError extends Error {
  override readonly name = 'SessionNotFoundError';
}

/** Another turn of this session is still running. 409, with Retry-After. */
export class SessionBusyError extends Error {
  override readonly name = 'SessionBusyError';
}

/** The session changed under a running turn: its lease ran out and another turn took over. Nothing was saved. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** A turn's state has outgrown its bound of 64 KiB. */
export class TurnStateTooLargeError extends Error {
  override readonly name = 'TurnStateTooLargeError';
}

/** What a state was given, or gave, is not of its schema. */
export class StateContractError extends Error {
  override readonly name = 'StateContractError';
}

/** A write reached the tool executor without a stored pending action that matches it. */
export class UnconfirmedWriteError extends Error {
  override readonly name = 'UnconfirmedWriteError';
}

/** A variable of the environment is missing or malformed. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** The history database is still waking up: asking again in a few seconds helps. 504, with Retry-After. */
export class HistoryUnavailableError extends Error {
  override readonly name = 'HistoryUnavailableError';
}
