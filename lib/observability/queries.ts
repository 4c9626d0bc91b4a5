import { QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { SERVICE } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { Watched } from '../watched.ts';

/** Questions that an operator asks, saved in Logs Insights under the service's name and stage. */
export function savedQueries(scope: Construct, { stage, watched }: { stage: Stage; watched: Watched }): void {
  const functionLogs = Object.values(watched.functions).map((fn) => fn.logGroup);
  const turns = [watched.functions.Supervisor.logGroup];
  const save = (name: string, logGroups: typeof functionLogs, queryString: QueryString) =>
    new QueryDefinition(scope, `Query${name.replaceAll(/\W/g, '')}`, {
      queryDefinitionName: `${SERVICE}/${stage.name}/${name}`,
      logGroups,
      queryString,
    });

  save(
    'One turn by its request id',
    [...functionLogs, watched.executions],
    new QueryString({
      fields: ['@timestamp', '@log', '@message'],
      filterStatements: ['@message like "PUT-THE-REQUEST-ID-HERE"'],
      sort: '@timestamp asc',
      limit: 500,
    }),
  );
  save(
    'Slowest turns',
    turns,
    new QueryString({
      fields: ['@timestamp', 'TurnTime', 'intent', 'tools', 'classified_by', 'execution_id', 'request_id'],
      filterStatements: ['ispresent(TurnTime)'],
      sort: 'TurnTime desc',
      limit: 50,
    }),
  );
  save(
    'Errors by state',
    functionLogs,
    new QueryString({
      filterStatements: ['level = "ERROR"'],
      statsStatements: ['count(*) as times, earliest(execution_id) as first by agent, error_name'],
      sort: 'times desc',
    }),
  );
  save(
    'Writes and what became of them',
    turns,
    new QueryString({
      fields: ['@timestamp', 'write', 'execution_id', 'request_id'],
      filterStatements: ['ispresent(TurnTime)', 'write != "none"'],
      sort: '@timestamp desc',
      limit: 200,
    }),
  );
  save(
    'Hand-overs by reason',
    turns,
    new QueryString({
      filterStatements: ['ispresent(TurnTime)', 'HandOvers = 1'],
      statsStatements: ['count(*) as times by handoff_reason, intent'],
      sort: 'times desc',
    }),
  );
  save(
    'Replies that the gate turned down',
    turns,
    new QueryString({
      fields: ['@timestamp', 'intent', 'written_by', 'execution_id'],
      filterStatements: ['ispresent(TurnTime)', 'GateInterventions = 1'],
      sort: '@timestamp desc',
      limit: 200,
    }),
  );
}
