import Glibc

/// A number that tells the present thread from others.
func currentThread() -> UInt {
  UInt(pthread_self())
}
