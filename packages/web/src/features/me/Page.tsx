import type { ReactNode } from 'react';
import { FormError, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';
import type { Answer } from '../../state/use-answer.ts';

type PageProps = {
  title: string;
  /** Where back leads, if not to the list. */
  back?: string;
  /** Back is not needed beside the list. */
  backOnPhone?: boolean;
  children: ReactNode;
};

/** A page of settings: on a phone it leads back, beside the list it does not need to. */
export function Page({ title, back, backOnPhone, children }: PageProps) {
  return (
    <>
      <TopBar title={title} back={back ?? '/me'} backOnPhone={backOnPhone ?? back === undefined} />
      <Screen>{children}</Screen>
    </>
  );
}

type AnsweredProps<T> = { answer: Answer<T>; children: (data: T) => ReactNode };

/** What the server answered, or that it has not, or why not. */
export function Answered<T>({ answer: { data, failure }, children }: AnsweredProps<T>) {
  if (data !== null) return <>{children(data)}</>;
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  return <SkeletonRows count={3} />;
}
