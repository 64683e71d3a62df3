/** What makes a row one of the messages for ears and keys. */
export type Article = {
  role?: 'article';
  tabIndex?: number;
  'aria-posinset'?: number;
  'aria-setsize'?: number;
};

/** Arrows lead here though Tab does not: the ring says where one is. */
export const articleRing =
  'focus-visible:outline-2! focus-visible:-outline-offset-2! focus-visible:outline-accent!';
