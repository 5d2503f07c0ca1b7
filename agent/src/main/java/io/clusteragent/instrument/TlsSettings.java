package io.clusteragent.instrument;

import java.lang.reflect.Field;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Knows which settings of a Jedis object that opens sockets concern TLS. Immutable. */
final class TlsSettings {
  private final int ssl;
  private final int factory;
  private final int verifier;
  private final int parameters;
  private final int options;
  private final int connectionTimeout;

  /**
   * @param settings the fields of that object, in the order of their values
   */
  TlsSettings(List<Field> settings) {
    ssl = index(settings, "ssl"); // this and the following three: since 2.9
    factory = index(settings, "sslSocketFactory");
    verifier = index(settings, "hostnameVerifier");
    parameters = index(settings, "sslParameters");
    options = index(settings, "sslOptions"); // since 5.1
    connectionTimeout = index(settings, "connectionTimeout"); // since 2.8
  }

  private static int index(List<Field> settings, String name) {
    for (int i = 0; i < settings.size(); i++) {
      if (settings.get(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether sockets with these settings use TLS. */
  boolean areUsed(Object[] values) {
    return ssl >= 0 && (Boolean) values[ssl] || options >= 0 && values[options] != null;
  }

  /** How long a dial may take, in milliseconds. */
  int connectionTimeout(Object[] values) {
    return (Integer) values[connectionTimeout];
  }

  /** The settings for one dial in which the certificate is verified under a name. */
  Object[] with(VerifiedName name, Object[] values) throws ReflectiveOperationException {
    Object[] changed = values.clone();
    if (options >= 0 && values[options] != null) {
      Class<?> type = values[options].getClass();
      // First, as it sets the parameters.
      SSLContext context = (SSLContext) type.getMethod("createSslContext").invoke(values[options]);
      changed[parameters] = type.getMethod("getSslParameters").invoke(values[options]);
      changed[factory] = name.over(context.getSocketFactory());
      changed[options] = null;
      changed[ssl] = true;
    } else {
      changed[factory] = name.over((SSLSocketFactory) values[factory]);
    }
    if (values[verifier] != null) {
      changed[verifier] = name.over((HostnameVerifier) values[verifier]);
    }
    return changed;
  }
}
