import { Logger } from '@aws-lambda-powertools/logger';

/**
 * The one logger of a process: a JSON object a line, level from `LOG_LEVEL`. At INFO and above it is given names, ids and
 * figures only, never a message, a reply, an address or a token.
 */
export const logger: Logger = new Logger({ serviceName: 'scheduling-assistant' });

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
