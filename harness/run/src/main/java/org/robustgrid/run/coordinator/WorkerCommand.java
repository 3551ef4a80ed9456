package org.robustgrid.run.coordinator;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.MicroBatchRows;
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

  ProcessBuilder build(Path log) {
    List<String> java = new ArrayList<>();
    java.add("-XX:+ExitOnOutOfMemoryError");
    java.add("-D" + MemoryBudget.PROPERTY + "=" + nativeMegabytes);
    java.add("-D" + Devices.PROPERTY + "=" + profile.device());
    java.add("-D" + NativeLibrary.PROPERTY + "=" + profile.nativeLibrary());
    java.add("-D" + NativeLibrary.CONVOLUTIONS_PROPERTY + "=" + profile.convolutions());
    if (profile.kernelTable().isPresent()) {
      java.add("-D" + NativeLibrary.KERNELS_PROPERTY + "=" + folder.kernels());
    }
    java.add("-D" + MicroBatchRows.PROPERTY + "=" + profile.microBatch());
    java.addAll(options.javaOptions());
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.root().toString());
    arguments.add(options.keep().name());
    options.plugins().forEach(plugin -> arguments.add(plugin.toString()));
    // the profile decides how many threads, whatever the user's environment says
    ProcessBuilder builder =
        new EngineProcess(heapMegabytes, nativeMegabytes, profile.threads())
            .build(java, MAIN, arguments);
    if (profile.device().equals(Device.Kind.CUDA.label())) {
      builder.environment().putAll(Devices.select().device().environment());
    }
    builder.redirectError(ProcessBuilder.Redirect.appendTo(new File(log.toString())));
    return builder;
  }
}
