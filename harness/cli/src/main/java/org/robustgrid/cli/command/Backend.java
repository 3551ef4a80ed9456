package org.robustgrid.cli.command;

import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.library.NativeLibrary;

/** Loads ND4J into this process with the native library that suits its CPU. */
final class Backend {

  private static final String MOST_BYTES = "org.bytedeco.javacpp.maxbytes";

  private Backend() {}

  /** The choice of a native library, or an error the user can read. */
  static NativeLibrary.Choice choose() {
    try {
      return NativeLibrary.select();
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  /**
   * Starts ND4J.
   *
   * @throws UserException when its native library cannot be loaded
   */
  static void start() {
    NativeLibrary.Choice choice = choose();
    // JavaCPP would limit native memory to the Java heap's size, which is small on purpose
    if (System.getProperty(MOST_BYTES) == null) {
      System.setProperty(MOST_BYTES, "0");
    }
    System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
    try {
      Nd4j.getBackend();
    } catch (Throwable e) {
      if (e instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      throw new UserException(
          "ND4J cannot start with its native library "
              + choice.name()
              + ": "
              + e
              + "; try another one: -Drobustgrid.native=portable in ROBUSTGRID_JAVA_OPTS",
          e);
    }
  }
}
