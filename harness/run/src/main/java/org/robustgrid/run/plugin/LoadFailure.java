package org.robustgrid.run.plugin;

import java.util.Arrays;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why a class of a plugin could not be loaded or used, and what to do. */
public final class LoadFailure {

  /** Class file version 61 is Java 17; both count up by one. */
  private static final int VERSION_OFFSET = 44;

  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");

  /** The message of a service loader about a class that it loaded but could not use. */
  private static final Pattern PROVIDER =
      Pattern.compile(": (?:Provider )?(\\S+) (?:could not|Unable)");

  /** Begins the names of plugins' class loaders. */
  static final String LOADER = "plugin ";

  private LoadFailure() {}

  /** The failure, with advice if there is any. */
  public static String describe(Throwable failure) {
    if (failure instanceof ServiceConfigurationError) {
      return failure.getCause() == null
          ? "its service file is broken ("
              + failure.getMessage()
              + "); each of its lines must be the full name of a public class of the jar that"
              + " implements the service and has a public constructor without parameters"
          : describe(failure.getCause(), provider(failure.getMessage()));
    }
    return describe(failure, "");
  }

  /** The class that a service file names, of which the service loader could make no object. */
  private static String provider(String message) {
    Matcher matcher = PROVIDER.matcher(message);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String describe(Throwable failure, String provider) {
    if (failure instanceof ExceptionInInitializerError) {
      Throwable cause = failure.getCause();
      return "the static initialiser of one of its classes threw "
          + (cause == null ? failure : cause + at(cause));
    }
    if (failure instanceof UnsupportedClassVersionError) {
      return newerJava(failure.getMessage());
    }
    if (failure instanceof NoClassDefFoundError) {
      return missing(failure, provider);
    }
    if (failure instanceof IncompatibleClassChangeError && ofTheInterface(failure.getMessage())) {
      return earlier(failure, provider);
    }
    if (failure instanceof IncompatibleClassChangeError) {
      return "it was built against another version of its libraries ("
          + failure.getMessage()
          + "); build it again against this version of the SPI";
    }
    return "it threw " + failure + at(failure);
  }

  private static String newerJava(String message) {
    Matcher matcher = CLASS_VERSION.matcher(message);
    String built =
        matcher.find()
            ? "Java " + (Integer.parseInt(matcher.group(1)) - VERSION_OFFSET)
            : "a newer Java";
    return "it was built for "
        + built
        + ", but this is Java "
        + Runtime.version().feature()
        + " ("
        + message
        + "); build it with --release "
        + Runtime.version().feature()
        + " or lower, or run robustgrid with a newer Java";
  }

  /** Whether a class or member of what a plugin compiles against is named. */
  private static boolean ofTheInterface(String message) {
    return message != null
        && (message.replace('/', '.').contains("org.robustgrid.spi.")
            || message.replace('/', '.').contains("org.robustgrid.numerics."));
  }

  /** What to do about a plugin that was compiled against what is no longer there. */
  private static String earlier(Throwable failure, String provider) {
    return plugin(failure, provider)
        + " was built for an earlier plugin interface ("
        + failure.getMessage()
        + "); build it again against the robustgrid-spi and robustgrid-numerics"
        + " of this version, where the compiler names what has changed";
  }

  /** The plugin's class and file, by the class loader that its code runs in. */
  private static String plugin(Throwable failure, String provider) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassLoaderName() != null)
        .filter(frame -> frame.getClassLoaderName().startsWith(LOADER))
        .map(frame -> "class " + frame.getClassName() + " of " + frame.getClassLoaderName())
        .findFirst()
        .orElse(provider.isEmpty() ? "it" : "class " + provider);
  }

  private static String missing(Throwable failure, String provider) {
    String message = failure.getMessage();
    if (ofTheInterface(message) && !message.startsWith("Could not initialize class")) {
      return earlier(failure, provider);
    }
    if (message == null || message.startsWith("Could not initialize class")) {
      return "a class it needs failed to initialise before (" + message + ")";
    }
    return "the class "
        + message.replace('/', '.')
        + " is missing: the jar does not hold it, and of the harness a plugin sees only the SPI,"
        + " numerics, ND4J, Deeplearning4j and SLF4J; put the jar that holds it beside the"
        + " plugin's in a folder of their own, or shade it into the plugin's";
  }

  private static String at(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  /**
   * Rethrows errors that do not concern the plugin: exhausted memory, a terminating virtual
   * machine.
   */
  static void passOnFatal(Throwable failure) {
    if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
      throw fatal;
    }
  }
}
