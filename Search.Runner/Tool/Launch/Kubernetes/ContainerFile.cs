using System.Reflection;
using System.Text.Json;
using HyperSearch.Runner;

namespace HyperSearch.Tool;

/// <summary>The Dockerfile of an image in which workers run: the study's program with what it needs, and HyperSearch.</summary>
internal static class ContainerFile
{
    private const string Sdk = "mcr.microsoft.com/dotnet/sdk:10.0", Runtime = "mcr.microsoft.com/dotnet/aspnet:10.0";

    public static string Of(Launch launch) => launch.WorkerCommand is ["dotnet", "run", var file, ..] ? OfStudyFile(launch, file) : OfProgram(launch);

    // The program's own base image, with the runtime and the tool put into it.
    private static string OfProgram(Launch launch) =>
        $$"""
        # Workers of the study {{SafeText.Line(launch.Study)}}. Beside this file: the study's program, and requirements.txt if it is one of Python.
        # docker build --build-arg BASE=IMAGE … takes another image to start from, one with glibc.
        ARG BASE=python:3.12-slim

        FROM {{Sdk}} AS tool
        WORKDIR /context
        COPY . .
        # From the registry, or from a folder `packages` beside this file.
        RUN dotnet tool install HyperSearch.Tool --version {{Version}} --tool-path /opt/hypersearch $(test -d packages && echo --add-source /context/packages)

        FROM ${BASE}
        COPY --from={{Runtime}} /usr/share/dotnet /usr/share/dotnet
        COPY --from=tool /opt/hypersearch /opt/hypersearch
        ENV DOTNET_ROOT=/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 PATH=/opt/hypersearch:$PATH
        WORKDIR /work
        COPY . .
        RUN if [ -f requirements.txt ]; then pip install --no-cache-dir -r requirements.txt; fi
        RUN chown 1000:1000 /work
        USER 1000:1000

        """;

    // Built into the image, so that a worker starts without a network.
    private static string OfStudyFile(Launch launch, string file) =>
        $$"""
        # Workers of the study {{SafeText.Line(launch.Study)}}. Beside this file: the study, and what it reads.
        FROM {{Sdk}}
        ENV HOME=/work
        WORKDIR /work
        COPY . .
        RUN chown -R 1000:1000 /work
        USER 1000:1000
        RUN {{JsonSerializer.Serialize(new[] { "dotnet", "build", file })}}

        """;

    // Without the commit that it was built from.
    private static string Version =>
        typeof(ContainerFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
