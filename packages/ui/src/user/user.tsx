export function UserProfile() {
  return null
}
