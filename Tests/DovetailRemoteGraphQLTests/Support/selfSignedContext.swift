import NIOSSL

/// A server's TLS with a certificate that it signed itself, for `localhost` and `127.0.0.1`.
func selfSignedContext() throws -> NIOSSLContext {
  let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBmjCCAUGgAwIBAgIUJ+wzzEY6iSwZoN9VDLbA2eWuYyIwCgYIKoZIzj0EAwIw
    FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE0MDcyM1oYDzIxMjYxMDMx
    MTQwNzIzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
    PQMBBwNCAATFsX82NGTjrPdBmoS/VP1+5ZqYHhQyNi3rJ+icHgacf8xtbPCbNnGh
    TqJaf8NNXba44z7w9rtrRpTS36b3GYmTo28wbTAdBgNVHQ4EFgQUSjasBgeJU0WX
    v7V8YAqyQ8/GxJgwHwYDVR0jBBgwFoAUSjasBgeJU0WXv7V8YAqyQ8/GxJgwDwYD
    VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
    zj0EAwIDRwAwRAIgf5wh96bal8P0R17CbqOAVhnmMvj6SAIO0yZe/qnAsi8CIF2Z
    HIKZ2b6iZ29nd+OReU+ExcX5fQY7SXZPgY55etLY
    -----END CERTIFICATE-----
    """
  // Made for these tests, and good for nothing else.
  let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBhMhgUpHgXgJwpq6
    W/As+c4w4AlFHgFxWZ95EfyQGl+hRANCAATFsX82NGTjrPdBmoS/VP1+5ZqYHhQy
    Ni3rJ+icHgacf8xtbPCbNnGhTqJaf8NNXba44z7w9rtrRpTS36b3GYmT
    -----END PRIVATE KEY-----
    """
  return try NIOSSLContext(
    configuration: .makeServerConfiguration(
      certificateChain: [
        .certificate(NIOSSLCertificate(bytes: Array(certificate.utf8), format: .pem))
      ],
      privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
    )
  )
}
