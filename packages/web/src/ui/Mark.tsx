/** The mark: a square seen from above, an arcade open at one corner, and somebody coming in. */
export function Mark({ className }: { className?: string }) {
  return <img src="/icons/plaza.svg" alt="" className={className} draggable={false} />;
}
