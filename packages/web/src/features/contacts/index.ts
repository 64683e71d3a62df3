export { ContactsDetail } from './ContactsDetail.tsx';
export { ContactsList } from './ContactsList.tsx';
