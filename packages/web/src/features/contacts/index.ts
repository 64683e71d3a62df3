export function ContactsList() {
  return null;
}

export function ContactsDetail() {
  return null;
}
