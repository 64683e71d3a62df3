import type { WorkerNews } from '../../push/worker.ts';
import { api } from '../../state/calls.ts';
import { capabilityOf, findWorker } from './browser.ts';
import type { Facts } from './diagnosis.ts';

/** A phone that sleeps needs a while. */
const arrivalWaitMs = 20_000;

/** Resolves with whether the worker of this device told of this very message. */
function arrivalOf(testId: string): { arrived: Promise<boolean>; stop(): void } {
  let stop = () => undefined as void;
  const arrived = new Promise<boolean>((resolve) => {
    const hear = ({ data }: MessageEvent<WorkerNews | null>) => {
      if (data?.t === 'push_test' && data.testId === testId) end(true);
    };
    const timer = setTimeout(() => end(false), arrivalWaitMs);
    function end(hasArrived: boolean): void {
      clearTimeout(timer);
      navigator.serviceWorker.removeEventListener('message', hear);
      resolve(hasArrived);
    }
    navigator.serviceWorker.addEventListener('message', hear);
    stop = () => end(false);
  });
  return { arrived, stop };
}

async function lookAtDevice(): Promise<Facts> {
  const start: Facts = { capability: capabilityOf(), isOnline: navigator.onLine };
  if (start.capability !== 'ready' || !start.isOnline) return start;
  const answer = await api.push.getDevice({}).catch(() => null);
  if (answer === null) return { ...start, isReached: false };
  const worker = await findWorker();
  const subscription = await worker?.pushManager.getSubscription();
  return {
    ...start,
    ...{ isReached: true, hasKeys: answer.publicKey !== null, hasWorker: worker !== null },
    permission: Notification.permission,
    hasSubscription: subscription != null,
    isKnown: answer.device !== null,
  };
}

/** Looks at everything that push needs here, and sends a message around; tells as it goes. */
export async function testPush(tell: (facts: Facts) => void): Promise<void> {
  const facts = await lookAtDevice();
  tell(facts);
  const isReady =
    facts.hasKeys === true && facts.hasSubscription === true && facts.isKnown === true;
  if (!isReady || facts.permission !== 'granted') return;
  const testId = crypto.randomUUID();
  const arrival = arrivalOf(testId);
  const tested = await api.push.sendTest({ testId }).catch(() => null);
  if (tested === null) {
    arrival.stop();
    return tell({ ...facts, isReached: false });
  }
  tell({ ...facts, tested });
  if (tested.outcome !== 'accepted') return arrival.stop();
  tell({ ...facts, tested, hasArrived: await arrival.arrived });
}
