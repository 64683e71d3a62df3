export function ChatList() {
  return null;
}

export function ChatDetail() {
  return null;
}
