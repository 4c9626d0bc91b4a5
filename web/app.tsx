import { render, type VNode } from 'preact';
import { ChatPage } from './chat/chat-page.tsx';
import { ComparisonPage } from './comparison/comparison-page.tsx';
import { EvalPage } from './eval/eval-page.tsx';
import { ExecutionPage } from './execution/execution-page.tsx';
import { ExecutionsPage } from './executions/executions-page.tsx';
import { HistoryPage } from './history/history-page.tsx';
import { Page } from './parts/page.tsx';
import { SessionPage } from './session/session-page.tsx';
import { followLinks, useAddress } from './shell/address.ts';
import { Frame } from './shell/frame.tsx';
import { applyTheme } from './shell/theme.tsx';

/** The page of an address. Keys make a page start afresh when it shows something else. */
function pageOf(address: URL): VNode {
  const [, first = '', second] = address.pathname.split('/').map(decodeURIComponent);
  if (first === '') return <ChatPage />;
  if (first === 'executions' && second === undefined) return <ExecutionsPage address={address} />;
  if (first === 'executions' && second !== undefined) return <ExecutionPage key={second} id={second} />;
  if (first === 'sessions' && second !== undefined) return <SessionPage key={second} id={second} />;
  if (first === 'compare') return <ComparisonPage key={address.search} address={address} />;
  if (first === 'history') return <HistoryPage address={address} />;
  if (first === 'eval') return <EvalPage />;
  return (
    <Page title="Nothing here">
      <p>
        There is no page at this address. <a href="/">Go to the chat</a> or <a href="/executions">the executions</a>.
      </p>
    </Page>
  );
}

function App() {
  const address = useAddress();
  return <Frame address={address}>{pageOf(address)}</Frame>;
}

const root = document.getElementById('app');
if (root !== null) {
  applyTheme();
  followLinks();
  render(<App />, root);
}
