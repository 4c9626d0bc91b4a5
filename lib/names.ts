/** The service's name: in tags, stack names, metrics and log groups. */
export const SERVICE = 'scheduling-assistant';

/** Namespace of the service's own metrics. */
export const METRICS_NAMESPACE = 'SchedulingAssistant';

/** The one function with a name of its own: timers, which it sets itself, are addressed to it. */
export const recoveryFunctionName = (stage: { name: string }): string => `${SERVICE}-${stage.name}-recover-reschedule`;

/** Log groups of state machines under this prefix do not use up the account's log resource policy. */
export const EXECUTION_LOG_PREFIX = `/aws/vendedlogs/states/${SERVICE}-`;
