package org.robustgrid.run.coordinator;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.engine.NativeMemory;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;

/**
 * The command line of a worker.
 *
 * @param folder the run
 * @param profile device, threads and native library
 * @param options what is kept, further JVM options, plugins
 * @param heapMegabytes Java heap
 * @param nativeMegabytes most native memory of ND4J's arrays
 */
record WorkerCommand(
    RunFolder folder,
    ExecutionProfile profile,
    RunOptions options,
    long heapMegabytes,
    long nativeMegabytes) {

  private static final String MAIN = "org.robustgrid.run.worker.WorkerMain";

  /**
   * The process, not started yet: this JVM's java and class path, with limits of its own. What it
   * computes with is settled here, before a native library loads.
   *
   * @param log gets what the process prints as errors
   */
  ProcessBuilder build(Path log) {
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
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-D" + MemoryBudget.PROPERTY + "=" + nativeMegabytes);
    command.add("-D" + Devices.PROPERTY + "=" + profile.device());
    command.add("-D" + NativeLibrary.PROPERTY + "=" + profile.nativeLibrary());
    command.add("-D" + NativeLibrary.CONVOLUTIONS_PROPERTY + "=" + profile.convolutions());
    command.add("-D" + MicroBatchRows.PROPERTY + "=" + profile.microBatch());
    command.addAll(options.javaOptions());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN);
    command.add(folder.root().toString());
    command.add(options.keep().name());
    options.plugins().forEach(plugin -> command.add(plugin.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    NativeMemory.environment().forEach(builder.environment()::putIfAbsent);
    // the profile decides how many threads, whatever the user's environment says
    NativeThreads.settle(profile.threads(), builder.environment());
    if (profile.device().equals(Device.Kind.CUDA.label())) {
      builder.environment().putAll(Devices.select().device().environment());
    }
    builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    return builder;
  }
}
