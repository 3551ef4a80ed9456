package org.robustgrid.run.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.robustgrid.spi.Provider;

/**
 * Calls a plugin's object with the plugin's class loader as the thread's context class loader:
 * libraries that look for classes and resources there find the plugin's own. A returned SPI object
 * of the same plugin is wrapped in the same way.
 */
final class PluginContext implements InvocationHandler {

  private static final String SPI = Provider.class.getPackageName() + ".";

  private static final int UNKNOWN_LINE = -1;

  private final Object target;
  private final ClassLoader loader;

  private PluginContext(Object target, ClassLoader loader) {
    this.target = target;
    this.loader = loader;
  }

  /** The object behind a proxy of all SPI interfaces it implements, or itself where it has none. */
  static Object wrap(Object target, ClassLoader loader) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    collect(target.getClass(), interfaces);
    if (interfaces.isEmpty()) {
      return target;
    }
    return Proxy.newProxyInstance(
        Provider.class.getClassLoader(),
        interfaces.toArray(Class<?>[]::new),
        new PluginContext(target, loader));
  }

  private static void collect(Class<?> type, Set<Class<?>> interfaces) {
    for (Class<?> above = type; above != null; above = above.getSuperclass()) {
      for (Class<?> declared : above.getInterfaces()) {
        if (declared.getName().startsWith(SPI)) {
          interfaces.add(declared);
        }
        collect(declared, interfaces);
      }
    }
  }

  /** A method that the plugin's class does not have leaves no trace of that class. */
  private void nameReceiver(AbstractMethodError lacking, Method method) {
    List<StackTraceElement> trace = new ArrayList<>(List.of(lacking.getStackTrace()));
    String receiver = target.getClass().getName();
    trace.add(
        0,
        new StackTraceElement(
            loader.getName(), null, null, receiver, method.getName(), null, UNKNOWN_LINE));
    lacking.setStackTrace(trace.toArray(StackTraceElement[]::new));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      Object result = method.invoke(target, arguments);
      return result != null && result.getClass().getClassLoader() == loader
          ? wrap(result, loader)
          : result;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof AbstractMethodError lacking) {
        nameReceiver(lacking, method);
      }
      throw e.getCause();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
