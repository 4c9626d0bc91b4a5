import { local } from '../api/local.ts';
import { useLoaded } from '../api/use-loaded.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { wholeMoment } from '../parts/times.ts';

/** Where the classifier's last report is. */
export function EvalPage() {
  const report = useLoaded('eval', local.eval);
  return (
    <Page title="Eval">
      <WhenLoaded loaded={report}>
        {({ html_url, generated_at }) => (
          <section class="panel" aria-label="Report">
            {html_url === null ? (
              <p>No report has been made here yet.</p>
            ) : (
              <p>
                {/* It is a page of its own, shut off from these. */}
                <a class="button primary" href={html_url} target="_blank" rel="noreferrer">
                  Open the newest report
                </a>{' '}
                {generated_at !== null && (
                  <span class="muted">made {wholeMoment(Date.parse(generated_at))}, opens in a new tab</span>
                )}
              </p>
            )}
            <p class="muted">
              <code>npm run eval</code> scores the classifier on the project's own test messages and writes the report:
              accuracy, the confusion matrix and how far its confidence can be believed.{' '}
              <code>npm run eval -- --data FILE.jsonl</code> does the same with messages of your own.
            </p>
          </section>
        )}
      </WhenLoaded>
    </Page>
  );
}
