package org.robustgrid.run.coordinator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.engine.NativeMemory;

/**
 * A Java process that computes with ND4J: this JVM's java and class path, with limits of its own.
 * Every such process is started in this way, for what it computes with is settled before a native
 * library loads.
 *
 * @param heapMegabytes Java heap
 * @param nativeMegabytes most native memory of ND4J's arrays
 * @param threads of native operations
 */
public record EngineProcess(long heapMegabytes, long nativeMegabytes, int threads) {

  /**
   * The process, not started yet.
   *
   * @param options further options of its JVM
   * @param main its main class
   * @param arguments of that class
   */
  public ProcessBuilder build(List<String> options, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-Djava.awt.headless=true");
    // what plugins print is read as UTF-8, whatever the locale
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Dorg.bytedeco.javacpp.maxbytes=" + nativeMegabytes + "m");
    // resident memory includes the heap and shared libraries: only array memory is limited
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    NativeMemory.environment().forEach(builder.environment()::putIfAbsent);
    NativeThreads.settle(threads, builder.environment());
    return builder;
  }
}
